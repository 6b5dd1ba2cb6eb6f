/**
 * In: capture files, pipes and interfaces. Out: {@link org.portwitness.capture.Frame}, one at a time. Next: the analyzer's
 * {@code facts} package. Nothing here knows what a packet means.
 */
package org.portwitness.capture;
