// A button beside each password that shows what was typed. With it one field is enough for a new password, so the
// second is filled in along with the first. Without scripts both are there, and no button.
for (const button of document.querySelectorAll(".show-password")) {
  const input = document.getElementById(button.getAttribute("aria-controls"));

  const reveal = (isShown) => {
    input.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", isShown);
  };

  button.addEventListener("click", () => reveal(input.type === "password"));
  input.form.addEventListener("submit", () => reveal(false)); // else the browser keeps it as a text to suggest
  button.hidden = false;
}

for (const repeated of document.querySelectorAll('[autocomplete="new-password"][name$="2"]')) {
  const first = repeated.form.elements[repeated.name.replace(/2$/, "1")];
  const copy = () => {
    repeated.value = first.value;
  };

  repeated.required = false;
  repeated.closest(".field").hidden = true;
  first.addEventListener("input", copy);
  repeated.form.addEventListener("submit", copy);
}
