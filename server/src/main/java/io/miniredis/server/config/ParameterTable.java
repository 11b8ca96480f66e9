package io.miniredis.server.config;

import io.miniredis.datastructures.Ascii;
import io.miniredis.datastructures.ByteString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All parameters by name and alias, in the order of their declaration. */
final class ParameterTable {
    private static final int ROOM = 512;

    private final Map<String, Parameter> byName = new LinkedHashMap<>(ROOM);

    <P extends Parameter> P add(P parameter) {
        byName.put(parameter.name(), parameter);
        String alias = parameter.alias();
        if (alias != null) {
            byName.put(alias, parameter);
        }
        return parameter;
    }

    BooleanParameter flag(Declaration declaration, boolean defaultValue) {
        return add(new BooleanParameter(declaration, defaultValue));
    }

    IntParameter integer(Declaration declaration, int defaultValue, int min, int max) {
        return add(new IntParameter(declaration, defaultValue, min, max));
    }

    LongParameter number(Declaration declaration, long defaultValue, long min, long max) {
        return add(new LongParameter(declaration, defaultValue, min, max));
    }

    LongParameter bytes(Declaration declaration, long defaultValue, long min, long max) {
        return add(new LongParameter(declaration, NumberForm.MEMORY, defaultValue, min, max));
    }

    TextParameter text(Declaration declaration, String defaultValue) {
        return text(declaration, defaultValue, TextRule.ANYTHING);
    }

    TextParameter text(Declaration declaration, String defaultValue, TextRule rule) {
        return add(new TextParameter(declaration, defaultValue, rule));
    }

    TextParameter optionalText(Declaration declaration) {
        return optionalText(declaration, TextRule.ANYTHING);
    }

    TextParameter optionalText(Declaration declaration, TextRule rule) {
        return add(TextParameter.optional(declaration, rule));
    }

    /** @param choices parted by blanks */
    ChoiceParameter choice(Declaration declaration, String defaultChoice, String choices) {
        return add(new ChoiceParameter(declaration, defaultChoice, choices));
    }

    <E extends Enum<E>> EnumParameter<E> constant(Declaration declaration, E defaultValue, E[] constants) {
        return add(new EnumParameter<>(declaration, defaultValue, constants));
    }

    /** The parameter with this name or alias, in any case of letters. */
    @Nullable
    Parameter find(ByteString name) {
        return byName.get(key(name));
    }

    /** Every name and alias, in lower case, with its parameter. */
    Map<String, Parameter> byName() {
        return byName;
    }

    static String key(ByteString name) {
        return Ascii.text(Ascii.toLowerCase(name.bytes()));
    }
}
