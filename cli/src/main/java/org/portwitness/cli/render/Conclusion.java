package org.portwitness.cli.render;

import java.util.List;

/**
 * What a run comes to in the end.
 *
 * @param exitCode 0, 1 or 4
 * @param failing what must work and does not, each as a phrase: {@code online-udp-3478 (blocked)}
 * @param doubts why an absence of failures cannot be relied on, each as a phrase
 */
public record Conclusion(int exitCode, List<String> failing, List<String> doubts) {}
