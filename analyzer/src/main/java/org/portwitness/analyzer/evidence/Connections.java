package org.portwitness.analyzer.evidence;

import java.util.function.Predicate;

/**
 * TCP attempts and connections of a capture, each once and always in the same order. Makes its records while it is walked along; who wants few of
 * them says so first, since there may be millions.
 */
public interface Connections extends Iterable<TcpConnection> {
    /** Those in whose payload something was recognised: few in a flood. */
    Iterable<TcpConnection> recognised();

    /** Those whose clients are wanted. */
    Iterable<TcpConnection> of(Predicate<Address> wanted);

    /** Clients that began an attempt, or whose payload was answered with payload; each once. */
    Iterable<Address> clients();
}
