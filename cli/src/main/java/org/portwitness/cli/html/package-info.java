/**
 * In: the report as records. Out: one HTML page that needs nothing but a browser, neither a network nor a script. Begin reading at
 * {@code HtmlReport}. All text goes through {@code Html}, which makes it harmless; looks and behaviour stand in {@code report.css} and
 * {@code report.js} among the resources. Knows no commands and opens no files.
 */
package org.portwitness.cli.html;
