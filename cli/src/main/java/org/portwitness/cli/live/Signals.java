package org.portwitness.cli.live;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Signals that Java has no public way to receive: the terminal's new size, and the user's wish for a report. */
public final class Signals {
    private Signals() {}

    /**
     * Runs an action in a thread of its own each time the signal comes.
     *
     * @param name without SIG, as {@code USR1}
     * @return false where the system or the Java machine does not let us
     */
    public static boolean onSignal(String name, Runnable action) {
        try {
            // the class is in every Java (module jdk.unsupported), but naming it makes the compiler warn
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handler);
            Object acting = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                            return null;
                        }
                        return ofObject(proxy, method, arguments);
                    });
            handle.invoke(null, named.newInstance(name), acting);
            return true;
        } catch (InvocationTargetException e) {
            return false; // no such signal on this system, or it is the Java machine's own
        } catch (ReflectiveOperationException e) {
            return false; // another Java machine
        }
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signal handler";
        };
    }
}
