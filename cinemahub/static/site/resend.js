// Counts down how long to wait before an email can be sent again, and hides the button until then.
for (const wait of document.querySelectorAll(".resend-wait")) {
  const endsAt = Date.now() + wait.dataset.seconds * 1000;
  const time = wait.querySelector("span");
  const again = wait.nextElementSibling;

  const tick = () => {
    const left = Math.ceil((endsAt - Date.now()) / 1000);
    again.hidden = left > 0;
    wait.hidden = left <= 0;
    if (left > 0) {
      time.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      setTimeout(tick, 250);
    }
  };

  tick();
}
