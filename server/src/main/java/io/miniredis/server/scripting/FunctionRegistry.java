package io.miniredis.server.scripting;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import io.miniredis.protocol.ErrorReply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All libraries and their functions (functionsLibCtx in functions.c): a part of the data set, saved and replicated.
 *
 * <p>Names of libraries are told apart by upper and lower case, names of functions are not. Confined to the main
 * thread.
 */
public final class FunctionRegistry {
    /** What a function or a library takes beyond its code, in bytes, by estimate. */
    private static final int FUNCTION_BYTES = 200;

    private final LibraryLoader loader;
    private Map<ByteString, FunctionLibrary> libraries = new LinkedHashMap<>();
    /** By name in lower case. */
    private Map<ByteString, LibraryFunction> functions = new HashMap<>();

    FunctionRegistry(LibraryLoader loader) {
        this.loader = loader;
    }

    /** Runs a library's code, which registers its functions. */
    @FunctionalInterface
    interface LibraryLoader {
        /**
         * @param inLimitedTime false for code that comes from a primary or a file
         * @throws ErrorReply what went wrong
         */
        void run(FunctionLibrary library, boolean inLimitedTime);
    }

    /** The function of this name in any case, or null. */
    public @Nullable LibraryFunction find(ByteString name) {
        LibraryFunction exact = functions.get(name);
        return exact != null ? exact : functions.get(lowerCase(name));
    }

    public Collection<FunctionLibrary> libraries() {
        return libraries.values();
    }

    public int libraryCount() {
        return libraries.size();
    }

    public int functionCount() {
        return functions.size();
    }

    /** The code of each library: what is dumped and saved. */
    public List<ByteString> codes() {
        List<ByteString> codes = new ArrayList<>(libraries.size());
        for (FunctionLibrary library : libraries.values()) {
            codes.add(library.code());
        }
        return codes;
    }

    /** What is kept of them, in bytes, by estimate. */
    long bytes() {
        long sum = (long) FUNCTION_BYTES * functions.size();
        for (FunctionLibrary library : libraries.values()) {
            sum += FUNCTION_BYTES + library.code().length();
        }
        return sum;
    }

    // ---- changes ----

    /**
     * Takes a library in.
     *
     * @param inLimitedTime false for code that comes from a primary or a file
     * @return its name
     * @throws ErrorReply what is wrong with it; nothing has changed then
     */
    public ByteString load(ByteString code, boolean replace, boolean inLimitedTime) {
        FunctionLibrary fresh = FunctionLibrary.declaredBy(code);
        FunctionLibrary old = libraries.get(fresh.name());
        if (old != null && !replace) {
            throw new ErrorReply("ERR Library '" + Shebang.text(fresh.name()) + "' already exists");
        }
        run(fresh, inLimitedTime);
        checkNames(fresh, old);
        if (old != null) {
            unlink(old);
        }
        link(fresh);
        return fresh.name();
    }

    private void run(FunctionLibrary library, boolean inLimitedTime) {
        loader.run(library, inLimitedTime);
        if (library.functions().isEmpty()) {
            throw new ErrorReply("ERR No functions registered");
        }
    }

    /** No other library may have a function of the same name; that of {@code leaving} does not count. */
    private void checkNames(FunctionLibrary fresh, @Nullable FunctionLibrary leaving) {
        for (LibraryFunction function : fresh.functions()) {
            LibraryFunction other = functions.get(lowerCase(function.name()));
            if (other != null && !(leaving != null && leaving.functions().contains(other))) {
                throw alreadyThere(function);
            }
        }
    }

    private static ErrorReply alreadyThere(LibraryFunction function) {
        return new ErrorReply("ERR Function " + Shebang.text(function.name()) + " already exists");
    }

    /** False if there is no such library. */
    public boolean delete(ByteString name) {
        FunctionLibrary library = libraries.get(name);
        if (library == null) {
            return false;
        }
        unlink(library);
        return true;
    }

    void clear() {
        libraries = new LinkedHashMap<>();
        functions = new HashMap<>();
    }

    /**
     * Takes over dumped libraries, all of them or, after an error, none.
     *
     * @throws ErrorReply what is wrong with one of them, or which of them is there already
     */
    public void restore(List<ByteString> codes, RestorePolicy policy) {
        FunctionRegistry incoming = new FunctionRegistry(loader);
        for (ByteString code : codes) {
            incoming.load(code, false, false);
        }
        if (policy == RestorePolicy.FLUSH) {
            libraries = incoming.libraries;
            functions = incoming.functions;
        } else {
            join(incoming, policy == RestorePolicy.REPLACE);
        }
    }

    private void join(FunctionRegistry incoming, boolean replace) {
        Map<ByteString, FunctionLibrary> librariesBefore = new LinkedHashMap<>(libraries);
        Map<ByteString, LibraryFunction> functionsBefore = new HashMap<>(functions);
        try {
            for (FunctionLibrary library : incoming.libraries.values()) {
                makeRoom(library, replace);
            }
            for (FunctionLibrary library : incoming.libraries.values()) {
                checkNames(library, null);
            }
        } catch (ErrorReply collision) {
            libraries = librariesBefore;
            functions = functionsBefore;
            throw collision;
        }
        incoming.libraries.values().forEach(this::link);
    }

    private void makeRoom(FunctionLibrary library, boolean replace) {
        FunctionLibrary old = libraries.get(library.name());
        if (old != null) {
            if (!replace) {
                throw new ErrorReply("ERR Library " + Shebang.text(library.name()) + " already exists");
            }
            unlink(old);
        }
    }

    private void link(FunctionLibrary library) {
        libraries.put(library.name(), library);
        for (LibraryFunction function : library.functions()) {
            functions.putIfAbsent(lowerCase(function.name()), function);
        }
    }

    private void unlink(FunctionLibrary library) {
        libraries.remove(library.name());
        for (LibraryFunction function : library.functions()) {
            functions.remove(lowerCase(function.name()), function);
        }
    }

    private static ByteString lowerCase(ByteString name) {
        return ByteString.wrap(Ascii.toLowerCase(name.bytes()));
    }

    @Override
    public String toString() {
        return "FunctionRegistry[" + libraries.size() + " libraries, " + functions.size() + " functions]";
    }
}
