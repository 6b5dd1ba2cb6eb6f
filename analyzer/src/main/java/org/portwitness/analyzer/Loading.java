package org.portwitness.analyzer;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Something built in that is loaded on a thread of its own while the capture is opened and read: parsing the tables takes as long
 * as all the rest of a run over a small capture. What users give is not loaded this way, since they are to hear of its faults
 * before anything is read. Any thread may ask, and waits if it must.
 */
final class Loading<T> {
    private final FutureTask<T> task;

    private Loading(Callable<T> load) {
        task = new FutureTask<>(load);
    }

    static <T> Loading<T> begun(String what, Callable<T> load) {
        Loading<T> loading = new Loading<>(load);
        Thread thread = new Thread(loading.task, "loading " + what);
        thread.setDaemon(true);
        thread.start();
        return loading;
    }

    static <T> Loading<T> done(T value) {
        Loading<T> loading = new Loading<>(() -> value);
        loading.task.run();
        return loading;
    }

    T get() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
