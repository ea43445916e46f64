using System.Text;
using DynamoSession.Core.Wire.Signing;

namespace DynamoSession.Tests.Core.Wire.Signing;

/// <summary>AWS's own test suite, see Fixtures/sigv4/README.md. Two signatures are equal only if all that was signed is.</summary>
public sealed class SignatureV4Tests
{
    private const string AccessKey = "AKIDEXAMPLE";
    private const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static readonly string Folder = Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "sigv4");
    private static readonly DateTime Then = new(2015, 8, 30, 12, 36, 0, DateTimeKind.Utc);

    private static IEnumerable<string> Cases() => System.IO.Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    [TestCaseSource(nameof(Cases))]
    public void A_request_of_the_suite_gets_its_signature(string name)
    {
        var request = SignedRequest.Parse(File.ReadAllText(Path.Combine(Folder, $"{name}.txt")));

        var authorization = Signer().Authorize(request.Form, SigningMoment.At(Then), AccessKey, SecretKey);

        Assert.That(authorization, Is.EqualTo(request.Authorization));
    }

    [Test]
    public void The_suite_is_there() => Assert.That(Cases().Count(), Is.EqualTo(34));

    [Test]
    public void What_is_signed_is_as_AWS_documents_it()
    {
        var request = SignedRequest.Parse(File.ReadAllText(Path.Combine(Folder, "get-vanilla.txt")));
        var canonical = new Utf8Text(stackalloc byte[16]);
        var toSign = new Utf8Text(stackalloc byte[16]);
        SignatureV4.WriteCanonicalRequest(ref canonical, request.Form);
        SignatureV4.WriteStringToSign(ref toSign, SigningMoment.At(Then), "20150830/us-east-1/service/aws4_request", canonical.Written);
        var texts = (Encoding.UTF8.GetString(canonical.Written), Encoding.UTF8.GetString(toSign.Written));
        canonical.Dispose();
        toSign.Dispose();

        Assert.That(texts.Item1, Is.EqualTo("""
            GET
            /

            host:example.amazonaws.com
            x-amz-date:20150830T123600Z

            host;x-amz-date
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
            """));
        Assert.That(texts.Item2, Is.EqualTo("""
            AWS4-HMAC-SHA256
            20150830T123600Z
            20150830/us-east-1/service/aws4_request
            bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63
            """));
    }

    [Test]
    public void A_key_is_never_used_for_another_day_or_secret()
    {
        var request = SignedRequest.Parse(File.ReadAllText(Path.Combine(Folder, "get-vanilla.txt")));
        var signer = Signer();
        string Sign(int days, string secretKey) => signer.Authorize(request.Form, SigningMoment.At(Then.AddDays(days)), AccessKey, secretKey);

        var first = Sign(0, SecretKey);
        var others = new[] { Sign(1, SecretKey), Sign(0, "another"), Sign(1, "another") };

        Assert.That(others.Append(first), Is.Unique);
        Assert.That(Sign(0, SecretKey), Is.EqualTo(first).And.EqualTo(request.Authorization));
    }

    [Test]
    public void Signatures_on_many_threads_are_those_of_one()
    {
        static string Sign(SignatureV4 signer, int body) => signer.Authorize(
            new CanonicalForm { Method = "POST", Path = "/", Query = "", Headers = [], HeaderNames = "", Body = BitConverter.GetBytes(body) },
            SigningMoment.At(Then.AddSeconds(body % 3)),
            AccessKey,
            SecretKey);
        var signatures = new string[5_000];
        var shared = Signer();

        Parallel.For(0, signatures.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, body => signatures[body] = Sign(shared, body));

        Assert.That(signatures, Is.EqualTo(Enumerable.Range(0, signatures.Length).Select(body => Sign(Signer(), body))));
    }

    [Test]
    public void A_long_token_is_signed_whole()
    {
        string Sign(string token)
        {
            var form = new CanonicalForm
            {
                Method = "POST",
                Path = "/",
                Query = "",
                Headers = [new("x-amz-security-token", token)],
                HeaderNames = "x-amz-security-token",
                Body = default,
            };
            return Signer().Authorize(form, SigningMoment.At(Then), AccessKey, SecretKey);
        }

        var token = new string('x', 20_000);

        Assert.That(new[] { Sign(token), Sign(token + "y"), Sign("y" + token), Sign(token[..^1]) }, Is.Unique);
    }

    private static SignatureV4 Signer() => new("us-east-1", "service");
}
