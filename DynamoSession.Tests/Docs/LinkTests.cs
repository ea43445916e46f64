using System.Text.RegularExpressions;

namespace DynamoSession.Tests.Docs;

/// <summary>The links of the documents: those to files lead to files, those to headings to headings, and a reader finds every page.</summary>
[TestFixture]
public sealed partial class LinkTests
{
    private const string Contents = "docs/site/toc.yml";

    private static IEnumerable<string> Documents() =>
        RepositoryFiles.Documents().Concat(["CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "DynamoSession.Tests/README.md", "DynamoSession.Tests/Proof/README.md", .. RepositoryFiles.ExampleReadmes()]);

    private static IEnumerable<string> Pages() => RepositoryFiles.Documents().Where(document => !document.StartsWith("docs/site/", StringComparison.Ordinal));

    [TestCaseSource(nameof(Documents))]
    public void Links_to_files_lead_somewhere(string document)
    {
        var broken = LinksOf(document).Where(link => !Path.Exists(Path.Combine(RepositoryFiles.Root, link.Target)));

        Assert.That(broken.Select(link => link.Target), Is.Empty);
    }

    [TestCaseSource(nameof(Documents))]
    public void Links_to_headings_lead_somewhere(string document)
    {
        var broken = LinksOf(document).Where(link => link.Anchor.Length > 0 && link.Target.EndsWith(".md", StringComparison.Ordinal) && !AnchorsOf(link.Target).Contains(link.Anchor));

        Assert.That(broken.Select(link => $"{link.Target}#{link.Anchor}"), Is.Empty);
    }

    // What a link to a folder shows differs between the repository, where it is a listing, and the site, which has none.
    [TestCaseSource(nameof(Pages))]
    public void No_link_leads_to_a_folder(string document)
    {
        var folders = LinksOf(document).Select(link => link.Target).Where(target => Directory.Exists(Path.Combine(RepositoryFiles.Root, target)));

        Assert.That(folders, Is.Empty);
    }

    [Test]
    public void Every_page_is_found_from_the_readme_by_links()
    {
        var found = new HashSet<string> { "README.md" };
        var next = new Queue<string>(found);
        while (next.TryDequeue(out var page))
        {
            foreach (var (target, _) in LinksOf(page).Where(link => link.Target.EndsWith(".md", StringComparison.Ordinal)))
            {
                if (found.Add(target))
                {
                    next.Enqueue(target);
                }
            }
        }

        Assert.That(Pages().Where(page => !found.Contains(page)), Is.Empty);
    }

    [Test]
    public void The_contents_of_the_site_list_every_page()
    {
        var listed = RepositoryFiles.Lines(Contents).Select(line => Entry().Match(line)).Where(match => match.Success).Select(match => match.Groups["path"].Value);

        // The decisions are listed by their own page.
        var pages = Pages().Where(page => !Decision().IsMatch(page));

        Assert.That(listed.Where(path => path.EndsWith(".md", StringComparison.Ordinal)), Is.SupersetOf(pages).And.Unique);
    }

    private static IEnumerable<(string Target, string Anchor)> LinksOf(string document)
    {
        var directory = Path.GetDirectoryName(Path.Combine(RepositoryFiles.Root, document))!;
        return
            from match in Link().Matches(TextOf(document))
            let path = match.Groups["path"].Value
            where !path.Contains(':', StringComparison.Ordinal)
            let full = path.Length == 0 ? Path.Combine(RepositoryFiles.Root, document) : Path.GetFullPath(Path.Combine(directory, path))
            select (Path.GetRelativePath(RepositoryFiles.Root, full).Replace('\\', '/'), match.Groups["anchor"].Value);
    }

    // As GitHub builds them: lower case, without punctuation, with a hyphen for each space, and numbered if there are several.
    private static HashSet<string> AnchorsOf(string document)
    {
        var anchors = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match heading in Heading().Matches(TextOf(document)))
        {
            var anchor = Punctuation().Replace(LinkText().Replace(heading.Groups["title"].Value, "${text}").ToLowerInvariant(), "").Replace(' ', '-');
            for (var number = 0; !anchors.Add(number == 0 ? anchor : $"{anchor}-{number}"); number++)
            {
            }
        }

        return anchors;
    }

    // Without code, in which brackets are no links and a # begins a comment.
    private static string TextOf(string document) => Code().Replace(string.Join('\n', RepositoryFiles.Lines(document)), "");

    [GeneratedRegex(@"\]\((?<path>[^)#\s]*)(#(?<anchor>[^)]*))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]*\)")]
    private static partial Regex LinkText();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex Punctuation();

    [GeneratedRegex(@"^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"^ *(- )?href: \.\./\.\./(?<path>\S+)$")]
    private static partial Regex Entry();

    [GeneratedRegex(@"^docs/adr/\d{4}-")]
    private static partial Regex Decision();
}
