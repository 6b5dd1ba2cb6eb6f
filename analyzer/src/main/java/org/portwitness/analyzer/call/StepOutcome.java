package org.portwitness.analyzer.call;

import org.portwitness.analyzer.verdict.Assignments.Fate;

/** The words of {@code outcome} in a call's story. Scripts rely on them: words are added, never renamed. */
enum StepOutcome {
    OK("ok"),
    /** A part of it worked. */
    PARTIAL("partial"),
    /** Silence, and there was time enough for an answer. */
    NO_ANSWER("no-answer"),
    /** A RST, an ICMP error, or a proxy that says no. */
    REFUSED("refused"),
    /** It was answered and went wrong all the same: TLS, a relay's error, a name without an address. */
    FAILED("failed"),
    /** Media in one direction only, for five seconds or more. */
    ONE_WAY("one-way"),
    /** The capture begins too late, ends too soon, or shows too little. */
    UNDECIDED("undecided"),
    /** There is nothing to succeed or fail. */
    NONE("none");

    private final String text;

    StepOutcome(String text) {
        this.text = text;
    }

    /** As the report writes it. */
    String text() {
        return text;
    }

    static StepOutcome of(Fate fate) {
        return switch (fate) {
            case OK -> OK;
            case REFUSED -> REFUSED;
            case NO_ANSWER -> NO_ANSWER;
            case FAILED -> FAILED;
            case UNDECIDED -> UNDECIDED;
        };
    }
}
