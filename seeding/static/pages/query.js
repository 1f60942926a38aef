/* The SQL page: Ctrl+Enter runs, a name of the schema goes to the cursor, and an error selects its place. */

"use strict";

(() => {
  const form = document.getElementById("query-form");
  const editor = document.getElementById("query-sql");
  const database = document.getElementById("query-database");

  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[value=page]"));
  });

  /* Puts a name where the cursor is, with a blank before it where it would touch a word. Undo takes it back. */
  const insert = (name) => {
    const before = editor.value.slice(0, editor.selectionStart);
    editor.focus();
    const text = /[\w,]$/.test(before) ? ` ${name}` : name;
    if (!document.execCommand("insertText", false, text)) editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, "end");
  };
  for (const button of document.querySelectorAll("[data-insert]")) {
    button.addEventListener("click", () => {
      if (editor.value.trim() === "") database.value = button.closest("[data-database]").dataset.database;
      insert(button.dataset.insert);
    });
  }

  const position = Number(editor.dataset.position);
  if (position) {
    const start = [...editor.value].slice(0, position - 1).join("").length; // PostgreSQL counts characters, not UTF-16
    const word = /^\w+|^./su.exec(editor.value.slice(start));
    editor.focus();
    editor.setSelectionRange(start, start + (word ? word[0].length : 0));
  }
})();
