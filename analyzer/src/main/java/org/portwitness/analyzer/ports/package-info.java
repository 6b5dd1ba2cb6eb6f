/**
 * In: port tables as YAML, Office 365 endpoint lists as JSON, {@code --server} and {@code --unit} as given. Out: immutable rows,
 * name patterns and address ranges compiled for lookup. Next: the verdicts, which ask them. Nothing here sees a packet, and no
 * name server is ever asked.
 */
package org.portwitness.analyzer.ports;
