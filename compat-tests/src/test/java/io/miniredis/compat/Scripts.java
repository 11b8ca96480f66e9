package io.miniredis.compat;

import io.miniredis.compat.script.Script;
import io.miniredis.compat.script.ScriptParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All scripts of the module, or with {@code -Dcompat.scripts=part} those whose names contain the text. */
final class Scripts {
    private static final String EXTENSION = ".redis";

    private Scripts() {}

    static List<Script> all() {
        String part = System.getProperty("compat.scripts", "");
        try (Stream<Path> files = Files.walk(Judge.SCRIPTS)) {
            List<Script> scripts = files.map(
                            file -> Judge.SCRIPTS.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(EXTENSION))
                    .map(file -> file.substring(0, file.length() - EXTENSION.length()))
                    .filter(name -> name.contains(part))
                    .sorted()
                    .map(name -> ScriptParser.read(Judge.SCRIPTS, name))
                    .toList();
            if (scripts.isEmpty()) {
                throw new IllegalStateException("no script's name contains '" + part + "'");
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
