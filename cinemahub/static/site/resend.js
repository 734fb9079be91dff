// Counts down how long to wait before an email can be sent again, and then shows the button.
for (const wait of document.querySelectorAll(".resend-wait")) {
  const endsAt = Date.now() + wait.dataset.seconds * 1000;
  const time = wait.querySelector("span");

  const tick = () => {
    const left = Math.ceil((endsAt - Date.now()) / 1000);
    if (left > 0) {
      time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      setTimeout(tick, 250);
    } else {
      wait.hidden = true;
      wait.nextElementSibling.hidden = false;
    }
  };

  tick();
}
