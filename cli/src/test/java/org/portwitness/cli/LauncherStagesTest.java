package org.portwitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The launcher names methods to the compiler, which would pass over in silence what does not exist. */
class LauncherStagesTest {
    private static final Pattern STAGE = Pattern.compile("\\b((?:capture|analyzer)\\.[\\w.]+)::(\\w+)");

    @Test
    void eachMethodThatTheLauncherNamesExists() throws Exception {
        String launcher = Files.readString(Path.of("..", "portwitness"));
        List<MatchResult> stages = STAGE.matcher(launcher).results().toList();
        assertEquals(8, stages.size());
        for (MatchResult stage : stages) {
            Class<?> owner = Class.forName("org.portwitness." + stage.group(1));
            assertTrue(
                    Arrays.stream(owner.getDeclaredMethods())
                            .anyMatch(method -> method.getName().equals(stage.group(2))),
                    stage.group());
        }
    }
}
