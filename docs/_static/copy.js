// Add a button to each block of code that copies it. The output of a program has no button.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  if (!navigator.clipboard) return;
  for (const code of document.querySelectorAll(".highlight pre")) {
    const box = code.parentElement;
    if (box.parentElement.classList.contains("highlight-text")) continue;
    const button = document.createElement("button");
    const show = (words) => (button.textContent = words);
    button.type = "button";
    button.className = "copy";
    button.setAttribute("aria-live", "polite");
    show("Copy");
    button.addEventListener("click", async () => {
      const text = code.textContent.replace(/^\$ /gm, "").trimEnd();
      await navigator.clipboard.writeText(text).then(() => show("Copied"), () => show("Not copied"));
      setTimeout(show, 2000, "Copy");
    });
    box.append(button);
  }
});
