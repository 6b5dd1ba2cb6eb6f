package org.portwitness.cli;

/** The version of this build, the same in every place that shows it. */
final class Version {
    static final String NUMBER = "0.1.0";

    private Version() {}
}
