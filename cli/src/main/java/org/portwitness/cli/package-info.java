/**
 * In: a command line. Out: results on standard output and in files, one line on standard error where something is wrong, and an exit
 * code. The commands, the order of a run, and nothing that knows what a packet means.
 */
package org.portwitness.cli;
