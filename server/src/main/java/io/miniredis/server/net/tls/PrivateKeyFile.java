package io.miniredis.server.net.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A private key as OpenSSL writes it. Java reads PKCS#8 alone; the older forms are put into its envelope.
 *
 * <pre>
 * PRIVATE KEY            PKCS#8                     as it is
 * ENCRYPTED PRIVATE KEY  PKCS#8 under a password    opened with the algorithm it names
 * RSA PRIVATE KEY        PKCS#1                     SEQUENCE { 0, { rsaEncryption, NULL }, OCTET STRING { PKCS#1 } }
 * EC PRIVATE KEY         SEC 1                      SEQUENCE { 0, { ecPublicKey, curve }, OCTET STRING { SEC 1 } }
 * </pre>
 *
 * The last two may be encrypted in OpenSSL's own way, with a header that names the cipher.
 */
final class PrivateKeyFile {
    private static final byte[] VERSION_0 = {Der.INTEGER, 1, 0};
    /** 1.2.840.113549.1.1.1 */
    private static final byte[] RSA_ENCRYPTION = HexFormat.of().parseHex("06092a864886f70d010101");
    /** 1.2.840.10045.2.1 */
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final String[] ALGORITHMS = {"RSA", "EC", "EdDSA", "RSASSA-PSS"};
    private static final int SALT_BYTES = 8;

    private PrivateKeyFile() {}

    /** The first key of a file. @throws IOException if there is none that can be read, with the reason */
    static PrivateKey read(Path file, @Nullable String password) throws IOException {
        List<PemBlock> blocks = PemBlock.read(file);
        for (PemBlock block : blocks) {
            if (block.isPrivateKey()) {
                try {
                    return key(pkcs8(block, blocks, password));
                } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
                    throw new IOException(password == null ? "bad decrypt or malformed key" : "bad decrypt", e);
                }
            }
        }
        throw new IOException("no start line");
    }

    private static byte[] pkcs8(PemBlock block, List<PemBlock> blocks, @Nullable String password)
            throws IOException, GeneralSecurityException {
        byte[] content = block.cipher() == null ? block.content() : decrypted(block, needed(password));
        return switch (block.label()) {
            case "RSA PRIVATE KEY" ->
                envelope(Der.value(Der.SEQUENCE, RSA_ENCRYPTION, new byte[] {Der.NULL, 0}), content);
            case "EC PRIVATE KEY" -> envelope(Der.value(Der.SEQUENCE, EC_PUBLIC_KEY, curve(content, blocks)), content);
            case "ENCRYPTED PRIVATE KEY" -> opened(content, needed(password));
            default -> content;
        };
    }

    private static byte[] envelope(byte[] algorithm, byte[] key) {
        return Der.value(Der.SEQUENCE, VERSION_0, algorithm, Der.value(Der.OCTET_STRING, key));
    }

    private static String needed(@Nullable String password) throws IOException {
        if (password == null) {
            throw new IOException("the key is encrypted and there is no password");
        }
        return password;
    }

    /** The curve's name stands in the key, or in a block before it. */
    private static byte[] curve(byte[] sec1, List<PemBlock> blocks) throws IOException {
        Der.Reader fields = new Der.Reader(new Der.Reader(sec1).next());
        while (fields.hasNext()) {
            int tag = fields.tag();
            byte[] field = fields.next();
            if (tag == Der.PARAMETERS) {
                return field;
            }
        }
        for (PemBlock block : blocks) {
            if (block.label().equals("EC PARAMETERS")) {
                return block.content();
            }
        }
        throw new IOException("an elliptic curve key that does not name its curve");
    }

    private static PrivateKey key(byte[] pkcs8) throws GeneralSecurityException {
        KeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        InvalidKeySpecException last = new InvalidKeySpecException("neither RSA nor an elliptic curve");
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException anotherKind) {
                last = anotherKind;
            }
        }
        throw last;
    }

    // ---- encrypted keys ----

    private static byte[] opened(byte[] encrypted, String password) throws IOException, GeneralSecurityException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        // For PBES2 the parameters know the name of the whole; the algorithm's own name is only PBES2.
        String algorithm = info.getAlgName().startsWith("PBEWith")
                ? info.getAlgName()
                : info.getAlgParameters().toString();
        SecretKeyFactory keys = SecretKeyFactory.getInstance(algorithm);
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.DECRYPT_MODE,
                keys.generateSecret(new PBEKeySpec(password.toCharArray())),
                info.getAlgParameters());
        return info.getKeySpec(cipher).getEncoded();
    }

    /** OpenSSL's own way: {@code DEK-Info: AES-256-CBC,} and the initial vector, whose first bytes are the salt too. */
    private static byte[] decrypted(PemBlock block, String password) throws IOException, GeneralSecurityException {
        String info = String.valueOf(block.cipher());
        int comma = info.indexOf(',');
        if (comma < 0) {
            throw new IOException("malformed DEK-Info");
        }
        String name = info.substring(0, comma).toUpperCase(Locale.ROOT);
        byte[] vector = HexFormat.of().parseHex(info.substring(comma + 1).strip());
        int keyBytes = switch (name) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default -> throw new IOException("unsupported encryption " + name);
        };
        boolean aes = name.startsWith("AES");
        Cipher cipher = Cipher.getInstance(aes ? "AES/CBC/PKCS5Padding" : "DESede/CBC/PKCS5Padding");
        SecretKeySpec key = new SecretKeySpec(derived(password, vector, keyBytes), aes ? "AES" : "DESede");
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(vector));
        return cipher.doFinal(block.content());
    }

    /** EVP_BytesToKey with MD5 and one round: each digest covers the one before, the password and the salt. */
    private static byte[] derived(String password, byte[] vector, int bytes) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[bytes];
        byte[] digest = {};
        for (int at = 0; at < bytes; at += digest.length) {
            md5.update(digest);
            md5.update(password.getBytes(StandardCharsets.UTF_8));
            md5.update(Arrays.copyOf(vector, SALT_BYTES));
            digest = md5.digest();
            System.arraycopy(digest, 0, key, at, Math.min(digest.length, bytes - at));
        }
        return key;
    }
}
