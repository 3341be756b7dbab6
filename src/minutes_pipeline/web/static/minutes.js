// 記録にさわると原文の位置が、原文にさわると記録が光る。なくても画面は使える。
(() => {
  "use strict";
  const of = (id) => document.querySelectorAll(`[data-record="${CSS.escape(id)}"]`);
  const light = (event, on) => {
    const one = event.target.closest && event.target.closest("[data-record]");
    if (one) of(one.dataset.record).forEach((other) => other.classList.toggle("lit", on));
  };
  for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(event, on));
  }
  const show = (box, one) => {
    const outer = box.getBoundingClientRect(), inner = one.getBoundingClientRect();
    box.scrollTop += inner.top - outer.top - box.clientHeight / 3;
  };
  const source = document.querySelector(".source");
  const marked = source && source.querySelector(".marked");
  if (marked) show(source, marked);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.place");
    const place = link && document.getElementById(link.hash.slice(1));
    if (place && source && getComputedStyle(source).position === "sticky") {
      event.preventDefault();
      show(source, place);
      history.replaceState(null, "", link.hash);
      of(place.dataset.record).forEach((one) => one.classList.add("lit"));
    }
  });
})();
