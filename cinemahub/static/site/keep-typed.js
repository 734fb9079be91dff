// Takes what was typed along to the next page, but no password: all of it to the same page in another language, and
// the address from one form to another. It stays in this tab, and for that one page alone.
const KEY = "typed";
const FIELDS = "main input:not([type=hidden], [type=password]), main select";
const ADDRESS = "main input[type=email]";

const keep = () => {
  const fields = [...document.querySelectorAll(FIELDS)].filter((field) => field.type !== "submit");
  const typed = {
    path: location.pathname,
    fields: Object.fromEntries(fields.map((field) => [field.name, field.value])),
    address: document.querySelector(ADDRESS)?.value,
  };
  sessionStorage.setItem(KEY, JSON.stringify(typed));
};

const restore = () => {
  const typed = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (typed?.path === location.pathname) {
    for (const field of document.querySelectorAll(FIELDS)) {
      field.value = typed.fields[field.name] ?? field.value;
    }
  } else if (typed?.address && document.querySelector(ADDRESS)) {
    document.querySelector(ADDRESS).value = typed.address;
  }
};

restore();
document.querySelector(`${ADDRESS}[autofocus]:not([aria-invalid])`)?.select(); // typing replaces what was filled in
document.querySelector(".languages")?.addEventListener("submit", keep);
for (const link of document.querySelectorAll("main a, header a")) {
  link.addEventListener("click", keep);
}
