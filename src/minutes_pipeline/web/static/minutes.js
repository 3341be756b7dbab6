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
  const uploader = document.querySelector("form.uploader");
  if (uploader) {
    const status = uploader.querySelector(".progress");
    const send = async (file) => {
      if (!file) return;
      status.textContent = `「${file.name}」を送り、読み取っています。`;
      try {
        const answer = await fetch(`/upload/file?name=${encodeURIComponent(file.name)}`, {
          method: "POST", body: file,
          headers: { "x-csrftoken": uploader.dataset.token, "content-type": "application/octet-stream" },
        });
        const said = await answer.json();
        if (said.next) location.assign(said.next); else status.textContent = said.error;
      } catch (error) {
        status.textContent = "送れませんでした。もう一度やり直してください。";
      }
    };
    uploader.addEventListener("change", (event) => send(event.target.files[0]));
    uploader.addEventListener("submit", (event) => event.preventDefault());
    for (const name of ["dragover", "drop"]) uploader.addEventListener(name, (event) => event.preventDefault());
    for (const [name, on] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
      uploader.addEventListener(name, () => uploader.classList.toggle("over", on));
    }
    uploader.addEventListener("drop", (event) => send(event.dataTransfer.files[0]));
  }
  const adder = document.querySelector("a.adder");
  if (adder) document.addEventListener("selectionchange", () => {
    const words = String(getSelection()).trim();
    const to = new URL(adder.href);
    to.searchParams.set("quote", words.slice(0, 1000));
    adder.href = to;
  });
  // 数えるのを待つところ（data-again）は、できたら入れ替える。入力中の欄には触れない。
  const waiting = [...document.querySelectorAll("[data-again]")];
  const look = async (left) => {
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const fresh = waiting.map((one) => page.getElementById(one.id));
      if (fresh.every((one) => one && !("again" in one.dataset))) waiting.forEach((one, n) => one.replaceWith(fresh[n]));
      else if (left) setTimeout(look, 2000, left - 1);
    } catch (error) {
      // 開き直せば見られる。
    }
  };
  if (waiting.length) setTimeout(look, 1000, 30);
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
