// Shows new emails as they come.
const seconds = document.currentScript.dataset.seconds;

const refresh = async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["unread", "emails"]) {
    const now = document.getElementById(id);
    const then = fresh.getElementById(id);
    if (now.innerHTML === then.innerHTML) continue;
    const focused = now.contains(document.activeElement) && document.activeElement.getAttribute("href");
    now.replaceChildren(...then.childNodes);
    if (focused) now.querySelector(`a[href="${focused}"]`)?.focus();
  }
  document.title = fresh.title;
};

setInterval(refresh, seconds * 1000);
