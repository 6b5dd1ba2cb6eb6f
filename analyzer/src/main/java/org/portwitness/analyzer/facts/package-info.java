/**
 * In: {@link org.portwitness.capture.Frame}. Out: {@link org.portwitness.analyzer.facts.PacketFacts}, filled in place from the innermost IP
 * header. Next: {@code flow}, which finds the conversation that the packet belongs to.
 */
package org.portwitness.analyzer.facts;
