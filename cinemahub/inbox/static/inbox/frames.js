// Makes each frame as high as the email in it; without scripts it has a height of its own and scrolls.
for (const frame of document.querySelectorAll(".letter-frame")) {
  let width;

  const fit = () => {
    const email = frame.contentDocument?.documentElement;
    if (!email || frame.offsetWidth === width) return;
    width = frame.offsetWidth;
    frame.classList.add("fitted");
    frame.style.height = "0";
    const edges = frame.offsetHeight;
    frame.style.height = `${email.scrollHeight + edges}px`;
    const bar = frame.contentWindow.innerHeight - email.clientHeight; // an email that is wider scrolls sideways
    frame.style.height = `${email.scrollHeight + edges + bar}px`;
  };

  frame.addEventListener("load", () => {
    width = undefined;
    fit();
  });
  new ResizeObserver(fit).observe(frame);
}
