using DynamoSession.Tests.Support.Chromium;

namespace DynamoSession.Tests.Storefront;

/// <summary>What must hold for every page on every screen: nothing scrolls sideways, text is readable, and controls can be tapped.</summary>
internal static class PageChecks
{
    // Of text to what is behind it: WCAG 2.2, success criterion 1.4.3.
    private const string Contrast = """
        const channels = color => color.match(/[\d.]+/g).map(Number);
        const luminance = ([red, green, blue]) => [red, green, blue]
          .map(value => value / 255)
          .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
          .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
        const behind = element => {
          const color = channels(getComputedStyle(element).backgroundColor);
          return color.length === 3 || color[3] === 1 ? color : behind(element.parentElement);
        };
        const contrast = element => {
          const [light, dark] = [channels(getComputedStyle(element).color), behind(element)].map(luminance).sort((a, b) => b - a);
          return (light + 0.05) / (dark + 0.05);
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (texts.currentNode.textContent.trim() && contrast(element) < 4.5) {
            problems.push(`contrast ${contrast(element)}: ${texts.currentNode.textContent.trim()}`);
          }
        }
        """;

    private const string TapTargets = """
        for (const control of document.querySelectorAll("button, .button, nav a, .brand, label:has(input), input:not([type=hidden], [type=checkbox])")) {
          if (control.getBoundingClientRect().height < 44) {
            problems.push(`too small to tap: ${control.outerHTML}`);
          }
        }
        """;

    private const string Width = """
        const root = document.documentElement;
        if (root.scrollWidth > root.clientWidth) {
          problems.push(`${root.scrollWidth} pixels wide on a screen of ${root.clientWidth}`);
        }
        """;

    /// <summary>Returns what is wrong with the page as it is shown; empty if nothing is.</summary>
    public static Task<string> ProblemsOf(ChromiumPage page) =>
        page.RunAsync<string>($$"""(() => { const problems = []; {{Width}} {{TapTargets}} {{Contrast}} return problems.join('\n'); })()""");
}
