package io.miniredis.compat;

import io.miniredis.compat.script.Script;
import io.miniredis.compat.script.ScriptParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All scripts of the module, and the labs of {@code docs/labs}, whose pages are scripts too; with {@code
 * -Dcompat.scripts=part} those whose names contain the text.
 */
final class Scripts {
    private static final Path LABS = Path.of("../docs/labs");
    private static final String SCRIPT = ".redis";
    private static final String PAGE = ".md";

    private Scripts() {}

    static List<Script> all() {
        String part = System.getProperty("compat.scripts", "");
        List<Script> scripts = new ArrayList<>();
        for (String name : names(Judge.SCRIPTS, SCRIPT)) {
            if (name.contains(part)) {
                scripts.add(ScriptParser.read(Judge.SCRIPTS, name));
            }
        }
        for (String page : names(LABS, PAGE)) {
            String name = "labs/" + page;
            if (name.contains(part) && !page.equals("README")) {
                scripts.add(ScriptParser.parse(name, commands(LABS.resolve(page + PAGE))));
            }
        }
        if (scripts.isEmpty()) {
            throw new IllegalStateException("no script's name contains '" + part + "'");
        }
        return scripts;
    }

    /** Files below a folder, without their extension, in order. */
    private static List<String> names(Path folder, String extension) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.endsWith(extension))
                    .map(file -> file.substring(0, file.length() - extension.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A page's blocks marked {@code redis}; everything else becomes empty lines, so that line numbers stay. */
    private static String commands(Path page) {
        StringBuilder commands = new StringBuilder();
        boolean inBlock = false;
        try {
            for (String line : Files.readAllLines(page)) {
                boolean fence = line.startsWith("```");
                if (fence) {
                    inBlock = line.equals("```redis");
                }
                commands.append(inBlock && !fence ? line : "").append('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return commands.toString();
    }
}
