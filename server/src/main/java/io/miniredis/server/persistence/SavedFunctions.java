package io.miniredis.server.persistence;

import java.io.IOException;
import java.util.List;

/** The libraries of functions, which are saved and loaded with the data. Called on the main thread. */
public interface SavedFunctions {
    /** Of a server that has none. */
    SavedFunctions NONE = new SavedFunctions() {
        @Override
        public List<byte[]> codes() {
            return List.of();
        }

        @Override
        public void load(byte[] code, boolean replace) throws IOException {
            throw new IOException("this server has no functions");
        }

        @Override
        public void clear() {}
    };

    /** The code of each library. */
    List<byte[]> codes();

    /**
     * Adds a library.
     *
     * @param replace true if it may take the place of one of its name
     * @throws IOException with the reason if it cannot be added
     */
    void load(byte[] code, boolean replace) throws IOException;

    /** Deletes all libraries. */
    void clear();
}
