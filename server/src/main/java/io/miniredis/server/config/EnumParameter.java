package io.miniredis.server.config;

/**
 * A parameter that is one of the constants of an enum; redis.conf spells them in lower case with hyphens.
 *
 * @param <E> the enum
 */
public final class EnumParameter<E extends Enum<E>> extends ChoiceParameter {
    private final E[] constants;
    private E value;

    EnumParameter(Declaration declaration, E defaultValue, E[] constants) {
        super(declaration, spelling(defaultValue), spellings(constants));
        this.constants = constants;
        this.value = defaultValue;
    }

    public E value() {
        return value;
    }

    @Override
    void choose(int index) {
        super.choose(index);
        value = constants[index];
    }

    private static <E extends Enum<E>> String[] spellings(E[] constants) {
        String[] spellings = new String[constants.length];
        for (int i = 0; i < constants.length; i++) {
            spellings[i] = spelling(constants[i]);
        }
        return spellings;
    }

    private static String spelling(Enum<?> constant) {
        char[] name = constant.name().toCharArray();
        for (int i = 0; i < name.length; i++) {
            name[i] = name[i] == '_' ? '-' : (char) (name[i] | 0x20);
        }
        return new String(name);
    }
}
