package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code shutdown-on-sigint}, {@code shutdown-on-sigterm}: the options of the SHUTDOWN that a signal stands for. */
public final class ShutdownOptionsParameter extends Parameter {
    private static final String[] WORDS = {"default", "save", "nosave", "now", "force"};
    private static final int SAVE = 1;
    private static final int NO_SAVE = 2;
    private static final int NOW = 4;
    private static final int FORCE = 8;

    /** The words given, {@code default} adding nothing: bit i stands for {@code WORDS[i + 1]}. */
    private int options;

    ShutdownOptionsParameter(Declaration declaration) {
        super(declaration);
    }

    /** Save even if no save points are set. */
    public boolean save() {
        return (options & SAVE) != 0;
    }

    /** Do not save even if save points are set. */
    public boolean noSave() {
        return (options & NO_SAVE) != 0;
    }

    /** Do not wait for replicas that lag behind. */
    public boolean now() {
        return (options & NOW) != 0;
    }

    /** Exit even if saving fails. */
    public boolean force() {
        return (options & FORCE) != 0;
    }

    @Override
    boolean takesSeveralWords() {
        return true;
    }

    @Override
    public ByteString text() {
        if (options == 0) {
            return ByteString.of(WORDS[0]);
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < WORDS.length; i++) {
            if ((options & bit(i)) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(WORDS[i]);
            }
        }
        return ByteString.of(text.toString());
    }

    @Override
    public boolean isDefault() {
        return options == 0;
    }

    @Override
    @Nullable
    String assign(List<ByteString> words, boolean fromFile) {
        int given = 0;
        for (ByteString word : words) {
            int index = 0;
            while (index < WORDS.length && !word.equalsIgnoreCase(WORDS[index])) {
                index++;
            }
            if (index == WORDS.length) {
                return ChoiceParameter.noneOf(WORDS);
            }
            given |= bit(index);
        }
        if (words.isEmpty()) {
            return ChoiceParameter.noneOf(WORDS);
        }
        if ((given & SAVE) != 0 && (given & NO_SAVE) != 0) {
            return "shutdown options SAVE and NOSAVE can't be used simultaneously";
        }
        options = given;
        return null;
    }

    private static int bit(int index) {
        return index == 0 ? 0 : 1 << (index - 1);
    }
}
