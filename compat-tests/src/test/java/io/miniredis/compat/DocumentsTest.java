package io.miniredis.compat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there: files, headings, and, of types of ours, methods and fields. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE_BLOCK = Pattern.compile("(?s)```.*?```");
    /** {@code `Type`}, {@code `Type.member`} or {@code `.member`}. */
    private static final Pattern MAPPED = Pattern.compile("`([A-Z]\\w*)?(?:\\.([a-z]\\w*))?[`(]");

    private static final Pattern MEMBER = Pattern.compile("`([A-Z]\\w*)\\.([a-z]\\w*)");

    private static List<Path> files(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending)
                            && !file.toString().contains("/target/")
                            && Files.isRegularFile(file))
                    .toList();
        }
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        documents.add(ROOT.resolve("README.md"));
        documents.add(ROOT.resolve("compat-tests/README.md"));
        documents.add(ROOT.resolve("benchmarks/README.md"));
        return documents;
    }

    /**
     * As the anchor of a heading is made: lower case, blanks as hyphens, and nothing but letters, digits and hyphens.
     */
    private static boolean hasHeading(Path document, String anchor) throws IOException {
        Matcher heading = HEADING.matcher(Files.readString(document));
        while (heading.find()) {
            String made = heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "");
            if (made.strip().replace(' ', '-').equals(anchor)) {
                return true;
            }
        }
        return false;
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        return Files.exists(target)
                && (hash < 0 || !target.toString().endsWith(".md") || hasHeading(target, link.substring(hash + 1)));
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path document : documents()) {
            Matcher link =
                    LINK.matcher(CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""));
            while (link.find()) {
                links++;
                if (!link.group(1).startsWith("http") && !leadsSomewhere(document, link.group(1))) {
                    broken.add(ROOT.relativize(document) + ": " + link.group(1));
                }
            }
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 100, "only " + links + " links were looked at");
    }

    /** All files' text, by the types they are named after. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path source : files(ROOT, ".java")) {
            String name = String.valueOf(source.getFileName());
            // Two types of one name have both their members.
            sources.merge(name.substring(0, name.length() - 5), Files.readString(source), String::concat);
        }
        return sources;
    }

    @Test
    void membersOfTypesAreThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int members = 0;
        for (Path document : documents()) {
            Matcher member = MEMBER.matcher(
                    CODE_BLOCK.matcher(Files.readString(document)).replaceAll(""));
            while (member.find()) {
                String source = sources.get(member.group(1));
                members += source == null ? 0 : 1;
                if (source != null
                        && !Pattern.compile("\\b" + member.group(2) + "\\b")
                                .matcher(source)
                                .find()) {
                    missing.add(ROOT.relativize(document) + ": " + member.group(1) + "." + member.group(2));
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(members > 300, "only " + members + " names were looked at");
    }

    /** The map's right column: each type is one of ours, and {@code .name} is a member of the type before it. */
    @Test
    void theMapLeadsToTypesThatAreThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int names = 0;
        for (String line : Files.readAllLines(ROOT.resolve("docs/redis-map.md"))) {
            Matcher name = MAPPED.matcher(line.startsWith("| `") ? line.substring(line.indexOf(" | ")) : "");
            String type = "";
            while (name.find()) {
                names++;
                type = name.group(1) == null ? type : name.group(1);
                String source = sources.getOrDefault(type, "");
                String member = name.group(2) == null ? type : name.group(2);
                if (!Pattern.compile("\\b" + member + "\\b").matcher(source).find()) {
                    missing.add(type + "." + member + " in " + line);
                }
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(names > 600, "only " + names + " names were looked at");
    }
}
