package org.portwitness.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests on a real interface have in common: a lab of their own for each of them. */
abstract class WithLiveLab {
    @TempDir
    Path folder;

    LiveLab lab;

    @BeforeEach
    void setLab() throws Exception {
        lab = LiveLab.set(folder);
    }

    @AfterEach
    void clearLab() throws Exception {
        if (lab != null) {
            lab.close();
        }
    }
}
