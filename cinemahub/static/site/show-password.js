// A button beside each password that shows what was typed. Without JavaScript it stays hidden.
for (const button of document.querySelectorAll(".show-password")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));
  const [show, hide] = [button.textContent, button.dataset.hide];

  const reveal = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.textContent = isShown ? hide : show;
  };

  button.addEventListener("click", () => reveal(input.type === "password"));
  input.form.addEventListener("submit", () => reveal(false)); // else the browser keeps it as a text to suggest
  button.hidden = false;
}
