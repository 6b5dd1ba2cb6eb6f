package org.portwitness.analyzer.call;

import org.portwitness.analyzer.evidence.Endpoint;
import org.portwitness.analyzer.evidence.StunTransaction;
import org.portwitness.analyzer.evidence.TcpConnection;

/** One thing on the wire that a call consists of. Times in nanoseconds since the epoch. */
sealed interface Trace {
    long firstNanos();

    long lastNanos();

    /** The unit's socket. */
    Endpoint local();

    /** Without one of these there is no call. */
    boolean makesACall();

    /** Calls begin with it; in a running call it is seldom seen. */
    boolean begins();

    /**
     * A STUN transaction.
     *
     * @param byUnit the unit asked; else it was asked
     */
    record Asked(StunTransaction stun, boolean byUnit) implements Trace {
        private static final int BINDING = 1;
        private static final int ALLOCATE = 3;

        @Override
        public long firstNanos() {
            return stun.firstNanos();
        }

        @Override
        public long lastNanos() {
            return Math.max(stun.lastNanos(), stun.answeredNanos());
        }

        @Override
        public Endpoint local() {
            return byUnit ? stun.client() : stun.server();
        }

        boolean isAllocate() {
            return stun.method() == ALLOCATE && byUnit;
        }

        boolean isPlainBinding() {
            return stun.method() == BINDING && !stun.iceCheck();
        }

        /** A Binding alone may be a keep-alive; one that is repeated in vain is somebody who wants a call. */
        @Override
        public boolean makesACall() {
            return stun.method() != BINDING
                    || stun.iceCheck()
                    || byUnit && stun.outcome() == StunTransaction.Outcome.UNANSWERED && stun.sendings() > 1;
        }

        @Override
        public boolean begins() {
            return isAllocate();
        }
    }

    /** A connection to a relay. */
    record Relayed(TcpConnection connection) implements Trace {
        @Override
        public long firstNanos() {
            return connection.firstNanos();
        }

        @Override
        public long lastNanos() {
            return connection.lastNanos();
        }

        @Override
        public Endpoint local() {
            return connection.client();
        }

        @Override
        public boolean makesACall() {
            return true;
        }

        @Override
        public boolean begins() {
            return true;
        }
    }

    /** Media. */
    record Media(MediaFlow flow) implements Trace {
        @Override
        public long firstNanos() {
            return flow.firstNanos();
        }

        @Override
        public long lastNanos() {
            return flow.lastNanos();
        }

        @Override
        public Endpoint local() {
            return flow.unit();
        }

        @Override
        public boolean makesACall() {
            return true;
        }

        @Override
        public boolean begins() {
            return false;
        }
    }
}
