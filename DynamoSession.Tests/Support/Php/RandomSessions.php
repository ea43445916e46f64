<?php
// Writes random sessions as Laravel would, one JSON object a line: php RandomSessions.php SEED COUNT
// "expected" is what each is to become, as DynamoDB JSON.

function text(bool $binary): string
{
    $pieces = ['a', 'Z', '0', ' ', '"', ';', ':', '{', '}', '\\', '/', "\0", "\n", 'é', 'ш', '世', '👩‍👧', 'i:1;', 's:1:"', '<>&'];
    $text = '';
    for ($left = mt_rand(0, 12); $left > 0; $left--) {
        $text .= $pieces[mt_rand(0, count($pieces) - 1)];
    }

    return $binary && mt_rand(0, 3) === 0 ? $text . "\xFF\xC3" : $text;
}

function number(): float
{
    return match (mt_rand(0, 4)) {
        0 => (float) mt_rand(-1000, 1000),
        1 => mt_rand() / mt_getrandmax(),
        2 => mt_rand() / 1000,
        3 => -mt_rand() * 10 ** mt_rand(10, 100),
        4 => mt_rand() * 10 ** -mt_rand(10, 100),
    };
}

function value(int $depth, bool $binary): mixed
{
    switch (mt_rand(0, $depth > 0 ? 9 : 5)) {
        case 0: return null;
        case 1: return mt_rand(0, 1) === 1;
        case 2: return [0, 1, -1, PHP_INT_MAX, PHP_INT_MIN, mt_rand(), -mt_rand()][mt_rand(0, 6)];
        case 3: return number();
        case 4: case 5: return text($binary);
        default: return members($depth - 1, $binary, mt_rand(0, 5));
    }
}

function members(int $depth, bool $binary, int $count): array
{
    $members = [];
    $kind = mt_rand(0, 2);
    for ($index = 0; $index < $count; $index++) {
        $key = [$index, mt_rand(-50, 50), 'k' . text(false)][$kind];
        $members[$key] = value($depth, $binary);
    }

    return $members;
}

function expected(mixed $value): array
{
    return match (true) {
        $value === null => ['NULL' => true],
        is_bool($value) => ['BOOL' => $value],
        is_int($value), is_float($value) => ['N' => json_encode($value)],
        is_string($value) && preg_match('//u', $value) === 1 => ['S' => $value],
        is_string($value) => ['B' => base64_encode($value)],
        array_is_list($value) => ['L' => array_map('expected', $value)],
        default => ['M' => (object) array_map('expected', $value)],
    };
}

function encrypt(string $text, string $key, string $cipher): string
{
    $iv = random_bytes(openssl_cipher_iv_length($cipher));
    $tag = '';
    $isAead = str_ends_with($cipher, 'gcm');
    $value = $isAead
        ? openssl_encrypt($text, $cipher, $key, 0, $iv, $tag)
        : openssl_encrypt($text, $cipher, $key, 0, $iv);
    $iv = base64_encode($iv);
    $tag = base64_encode($tag);
    $mac = $isAead ? '' : hash_hmac('sha256', $iv . $value, $key);

    return base64_encode(json_encode(compact('iv', 'value', 'mac', 'tag'), JSON_UNESCAPED_SLASHES));
}

mt_srand((int) $argv[1]);
$ciphers = ['Aes256Cbc' => 'aes-256-cbc', 'Aes128Cbc' => 'aes-128-cbc', 'Aes256Gcm' => 'aes-256-gcm', 'Aes128Gcm' => 'aes-128-gcm'];
for ($left = (int) $argv[2]; $left > 0; $left--) {
    $cipherName = array_rand($ciphers);
    $cipher = $ciphers[$cipherName];
    $key = random_bytes(openssl_cipher_key_length($cipher));
    $isEncrypted = mt_rand(0, 1) === 1;
    $isJson = mt_rand(0, 1) === 1;

    // A DynamoDB text cannot hold other bytes, nor can JSON.
    $session = ['_token' => 'x'];
    foreach (members(4, $isEncrypted && !$isJson, mt_rand(0, 8)) as $name => $value) {
        $session['f' . $name] = $value;
    }

    $payload = $isJson ? json_encode($session, JSON_THROW_ON_ERROR) : serialize($session);
    $payload = $isEncrypted ? encrypt(serialize($payload), $key, $cipher) : $payload;
    $id = substr(bin2hex(random_bytes(20)), 0, 40);
    $name = 'shop_session';
    $fields = array_map('expected', $session);
    echo json_encode([
        'cipher' => $cipherName,
        'key' => 'base64:' . base64_encode($key),
        'isEncrypted' => $isEncrypted,
        'value' => serialize($payload),
        'id' => $id,
        'cookieName' => $name,
        'cookie' => rawurlencode(encrypt(hash_hmac('sha1', $name . 'v2', $key) . '|' . $id, $key, $cipher)),
        'expected' => (object) $fields,
    ], JSON_THROW_ON_ERROR), "\n";
}
