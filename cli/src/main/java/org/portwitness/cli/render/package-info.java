/**
 * In: a report and its transactions. Out: text for people, JSON and NDJSON for programs. Next: nothing. Decides no verdict and
 * opens no file; whatever came from the wire is escaped here before it reaches a terminal.
 */
package org.portwitness.cli.render;
