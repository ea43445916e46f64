using System.Text.Json;
using DynamoSession.AspNetCore;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Storefront.Pages;

internal sealed class StoredModel : PageModel
{
    public IDynamoSession Session => HttpContext.GetDynamoSession();

    public IEnumerable<(string Name, string Json)> Fields =>
        Session.Keys.Order(StringComparer.Ordinal).Select(name => (name, Session.Get<JsonElement>(name).GetRawText()));
}
