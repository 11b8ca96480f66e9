package io.miniredis.server.config;

import io.miniredis.datastructures.Glob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The files that a pattern with {@code * ? [...]} names, as C's glob finds them: a wildcard stands for no slash and for
 * no leading dot, the files come in the order of their names, and a directory that cannot be read holds none.
 */
final class FilePattern {
    private FilePattern() {}

    static boolean isPattern(String path) {
        return path.indexOf('*') >= 0 || path.indexOf('?') >= 0 || path.indexOf('[') >= 0;
    }

    /** @param directory where a relative pattern begins */
    static List<Path> files(Path directory, String pattern) {
        List<Path> found = new ArrayList<>();
        Path start = pattern.startsWith("/") ? Path.of("/") : directory;
        collect(start, List.of(pattern.split("/+")), found);
        return found;
    }

    private static void collect(Path base, List<String> steps, List<Path> found) {
        if (steps.isEmpty()) {
            found.add(base);
            return;
        }
        String step = steps.get(0);
        List<String> further = steps.subList(1, steps.size());
        if (!isPattern(step)) {
            Path next = base.resolve(step);
            if (Files.exists(next)) {
                collect(next, further, found);
            }
            return;
        }
        for (Path child : matching(base, step)) {
            collect(child, further, found);
        }
    }

    private static List<Path> matching(Path base, String step) {
        byte[] pattern = step.replace("[!", "[^").getBytes(StandardCharsets.UTF_8);
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(base)) {
            for (Path child : all) {
                String name = String.valueOf(child.getFileName());
                boolean seen = !name.startsWith(".") || step.startsWith(".");
                if (seen && Glob.matches(pattern, name.getBytes(StandardCharsets.UTF_8), false)) {
                    children.add(child);
                }
            }
        } catch (IOException unreadable) {
            return List.of();
        }
        Collections.sort(children);
        return children;
    }
}
