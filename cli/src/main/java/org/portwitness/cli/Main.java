package org.portwitness.cli;

/** Starts the program. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Console console = Console.ofProcess();
        Interruption interruption = new Interruption(console.in());
        interruption.takeOver();
        int code = new Portwitness(new WholeEngine(console::say), console, interruption).run(arguments);
        interruption.finish(code);
        System.exit(code);
    }
}
