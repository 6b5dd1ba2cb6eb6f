// Makes the page handier: filters, pages of findings, buttons that copy. Nothing is fetched or sent, and text from the report is only ever
// set as text. Without this script all of the page can be read save the findings beyond the first ones.
"use strict";
(() => {
    const count = (n) => n.toLocaleString("en");

    // --- copying a Wireshark filter -----------------------------------------------------------------------------------------------

    async function copy(code) {
        try {
            await navigator.clipboard.writeText(code.textContent);
            return true;
        } catch (refused) {
            // a page from a file may not be allowed to: the old way, through the selection
            getSelection().selectAllChildren(code);
            return document.execCommand("copy");
        }
    }

    function addCopyButton(line) {
        const code = line.querySelector("code");
        if (!code || line.hidden) {
            return;
        }
        const button = document.createElement("button");
        button.type = "button";
        button.className = "copy";
        button.textContent = "Copy";
        button.setAttribute("aria-label", "Copy the Wireshark filter");
        button.addEventListener("click", async () => {
            button.textContent = (await copy(code)) ? "Copied" : "Press Ctrl+C";
            setTimeout(() => (button.textContent = "Copy"), 2000);
        });
        line.append(button);
    }

    // --- filters ------------------------------------------------------------------------------------------------------------------

    /** What the form asks for, as a question to a row: an object with its attributes and its text in lower case. */
    function question(form) {
        const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
        const chosen = ["table", "kind"].filter((name) => form.elements[name]?.value);
        const boxes = [...form.querySelectorAll("input[name=verdict]")];
        const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
        return (row) =>
            words.every((word) => row.text.includes(word)) &&
            chosen.every((name) => row.data[name] === form.elements[name].value) &&
            (boxes.length === 0 || verdicts.has(row.data.verdict));
    }

    function listen(form, change) {
        form.hidden = false;
        form.addEventListener("submit", (event) => event.preventDefault());
        form.addEventListener("input", change);
        // a browser may fill in what was chosen before the page was loaded again
        change();
    }

    const rowsOf = (table) =>
        [...table.tBodies[0].rows].map((node) => ({ node, data: node.dataset, text: node.textContent.toLowerCase() }));

    function filterVerdicts(form, table) {
        const rows = rowsOf(table);
        listen(form, () => {
            const fits = question(form);
            let shown = 0;
            for (const row of rows) {
                row.node.hidden = !fits(row);
                shown += row.node.hidden ? 0 : 1;
            }
            form.querySelector("output").textContent = `${count(shown)} of ${count(rows.length)} rows`;
        });
        addEventListener("hashchange", () => {
            const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
            if (target?.hidden) {
                form.reset();
                form.dispatchEvent(new Event("input"));
                target.scrollIntoView();
            }
        });
    }

    // --- findings, a page at a time -------------------------------------------------------------------------------------------------

    const COLUMNS = ["severity", "kind", "row", "ends", "when", "counts", "detail", "filter"];

    function rowFrom(cells, template) {
        const value = Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i]]));
        const node = template.content.cloneNode(true).firstElementChild;
        for (const cell of node.querySelectorAll("[data-cell]")) {
            cell.textContent = value[cell.dataset.cell] ?? "";
        }
        node.querySelector("[data-cell=kind]").className = value.severity === "problem" ? "sign bad" : "sign quiet";
        if (value.row !== null) {
            node.querySelector("[data-cell=row]").href = "#row-" + value.row;
        }
        const line = node.querySelector(".filter");
        line.hidden = value.filter === null;
        addCopyButton(line);
        return node;
    }

    function filterFindings(form, table) {
        const rows = rowsOf(table);
        const pageLength = rows.length;
        const template = document.getElementById("finding-row");
        if (template) {
            for (const cells of JSON.parse(document.getElementById("findings-data").textContent)) {
                rows.push({ cells, data: { kind: cells[1] }, text: cells.join(" ").toLowerCase() });
            }
        }
        const pages = form.querySelector(".pages");
        let fitting = rows;
        let start = 0;

        function show() {
            const page = fitting.slice(start, start + pageLength);
            table.tBodies[0].replaceChildren(...page.map((row) => (row.node ??= rowFrom(row.cells, template))));
            pages.hidden = fitting.length <= pageLength;
            form.elements.back.disabled = start === 0;
            form.elements.next.disabled = start + pageLength >= fitting.length;
            const span = pages.hidden ? "" : `${count(start + 1)} to ${count(start + page.length)} of `;
            const whole = fitting.length === rows.length ? "" : ` of ${count(rows.length)}`;
            form.querySelector("output").textContent = `${span}${count(fitting.length)}${whole} findings`;
        }

        function turn(pagesOn) {
            start += pagesOn * pageLength;
            show();
            form.scrollIntoView({ block: "nearest" });
        }

        form.elements.back.addEventListener("click", () => turn(-1));
        form.elements.next.addEventListener("click", () => turn(1));
        listen(form, () => {
            fitting = rows.filter(question(form));
            start = 0;
            show();
        });
    }

    for (const line of document.querySelectorAll(".filter")) {
        addCopyButton(line);
    }
    for (const form of document.querySelectorAll("form.filters")) {
        const table = document.querySelector(`table[data-filtered=${form.dataset.for}]`);
        (form.dataset.for === "verdicts" ? filterVerdicts : filterFindings)(form, table);
    }
})();
