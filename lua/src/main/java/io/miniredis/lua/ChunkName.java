package io.miniredis.lua;

/** How a chunk's name is shown in messages (lobject.c, {@code luaO_chunkid}). */
public final class ChunkName {
    /** Room for a name in a run-time message and in a syntax error, characters with a closing zero. */
    public static final int RUNTIME_SIZE = 60;

    public static final int SYNTAX_SIZE = 80;

    private ChunkName() {}

    /** {@code =name} shows name, {@code @file} file, anything else is source text: {@code [string "first line..."]}. */
    public static String show(String name, int size) {
        if (name.startsWith("=")) {
            return name.substring(1, Math.min(name.length(), size));
        }
        if (name.startsWith("@")) {
            int room = size - 8;
            String file = name.substring(1);
            return file.length() > room ? "..." + file.substring(file.length() - room) : file;
        }
        int room = size - 17;
        int lineEnd = 0;
        while (lineEnd < name.length() && name.charAt(lineEnd) != '\n' && name.charAt(lineEnd) != '\r') {
            lineEnd++;
        }
        int shown = Math.min(lineEnd, room);
        String dots = shown < name.length() ? "..." : "";
        return "[string \"" + name.substring(0, shown) + dots + "\"]";
    }
}
