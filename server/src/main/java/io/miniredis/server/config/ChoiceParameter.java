package io.miniredis.server.config;

import io.miniredis.datastructures.ByteString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parameter that is one of a few words, in any case of letters. */
public class ChoiceParameter extends Parameter {
    private final String[] choices;
    private final int defaultIndex;
    private @Nullable String synonym;
    private int index;

    /** @param choices parted by blanks */
    ChoiceParameter(Declaration declaration, String defaultChoice, String choices) {
        this(declaration, defaultChoice, choices.split(" "));
    }

    ChoiceParameter(Declaration declaration, String defaultChoice, String[] choices) {
        super(declaration);
        this.choices = choices;
        this.defaultIndex = indexOf(choices, defaultChoice);
        this.index = defaultIndex;
    }

    /** Makes a choice just another word for the choice before it. */
    ChoiceParameter synonym(String choice) {
        synonym = choice;
        return this;
    }

    /** The choice as redis.conf spells it. */
    public final String choice() {
        return choices[index];
    }

    final int index() {
        return index;
    }

    void choose(int index) {
        this.index = index;
    }

    @Override
    public final ByteString text() {
        return ByteString.of(choice());
    }

    @Override
    public final boolean isDefault() {
        return index == defaultIndex;
    }

    @Override
    final @Nullable String assign(List<ByteString> words, boolean fromFile) {
        ByteString word = words.get(0);
        for (int i = 0; i < choices.length; i++) {
            if (word.equalsIgnoreCase(choices[i])) {
                choose(choices[i].equals(synonym) ? i - 1 : i);
                return null;
            }
        }
        return noneOf(choices);
    }

    static String noneOf(String[] choices) {
        return "argument(s) must be one of the following: " + String.join(", ", choices);
    }

    private static int indexOf(String[] choices, String choice) {
        int i = 0;
        while (!choices[i].equals(choice)) {
            i++;
        }
        return i;
    }
}
