"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const tools = document.querySelector(".tools"), search = document.querySelector("#search");
  const status = document.querySelector("#status");
  tools.hidden = false;
  all(".copy").forEach((button) => { button.hidden = false; });

  const show = (id) => {
    const target = id && document.getElementById(id);
    if (!target) return;
    for (let up = target; up; up = up.parentElement) { if (up.tagName === "DETAILS") up.open = true; up.removeAttribute("data-off"); }
    target.scrollIntoView({ block: "start" });
    const head = target.querySelector("summary");
    if (head) head.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => show(decodeURIComponent(location.hash.slice(1))));
  if (location.hash) show(decodeURIComponent(location.hash.slice(1)));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    all("[data-find]").forEach((item) => {
      const text = (item.textContent || "").toLowerCase();
      const fits = words.every((word) => text.includes(word));
      item.toggleAttribute("data-off", !fits);
      shown += fits;
    });
    status.textContent = words.length ? `${shown} fit` : "";
  };
  search.addEventListener("input", filter);

  const copied = async (text, from) => {
    try { await navigator.clipboard.writeText(text); return true; } catch (error) {
      const range = document.createRange();
      range.selectNodeContents(from);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      return document.execCommand("copy");
    }
  };
  all(".copy").forEach((button) => button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.from), before = button.textContent;
    button.textContent = (await copied(from.textContent, from)) ? "Copied" : "Select and copy";
    status.textContent = button.textContent;
    setTimeout(() => { button.textContent = before; }, 1500);
  }));

  const themes = ["auto", "light", "dark"], theme = document.querySelector("#theme");
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "auto") + 1) % 3];
    if (next === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = next;
    theme.textContent = `Theme: ${next}`;
  });

  const matrix = document.querySelector("#matrix-picture"), readout = document.querySelector("#readout");
  if (matrix) {
    const { left, top, wide, high } = Object.fromEntries(Object.entries(matrix.dataset).map(([key, value]) => [key, Number(value)]));
    const rows = matrix.dataset.rows.split(" "), columns = matrix.dataset.columns.split("\n");
    const cursor = matrix.querySelector(".cursor");
    const at = (event) => {
      const box = matrix.getBoundingClientRect(), scale = matrix.viewBox.baseVal.width / box.width;
      const column = Math.floor(((event.clientX - box.left) * scale - left) / wide);
      const row = Math.floor(((event.clientY - box.top) * scale - top) / high);
      return row >= 0 && row < rows.length && column >= 0 && column < columns.length ? [row, column] : null;
    };
    matrix.addEventListener("mousemove", (event) => {
      const cell = at(event);
      cursor.setAttribute("visibility", cell ? "visible" : "hidden");
      if (!cell) return;
      cursor.setAttribute("x", left + wide * cell[1] - 1);
      cursor.setAttribute("y", top + high * cell[0] - 1);
      readout.textContent = `${rows[cell[0]]} × ${columns[cell[1]]}`;
    });
    matrix.addEventListener("click", (event) => {
      const cell = at(event);
      if (cell) { show(rows[cell[0]]); readout.textContent = `${rows[cell[0]]} × ${columns[cell[1]]}`; }
    });
  }

  addEventListener("keydown", (event) => {
    const typing = /INPUT|TEXTAREA/.test(event.target.tagName);
    if (event.key === "Escape" && typing) { search.value = ""; filter(); search.blur(); }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/") { event.preventDefault(); search.focus(); }
    if (event.key === "n" || event.key === "p") {
      const heads = all("#findings details.item > summary").filter((head) => head.offsetParent);
      const here = heads.indexOf(document.activeElement);
      const next = heads[Math.max(0, Math.min(heads.length - 1, here + (event.key === "n" ? 1 : -1)))];
      if (next) { next.parentElement.open = true; next.focus(); }
    }
  });
  addEventListener("beforeprint", () => all("details").forEach((item) => { item.open = true; }));
})();
