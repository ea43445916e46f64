using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace DynamoSession.Tests.AspNetCore.Promises;

[Route("mvc")]
public sealed class StreamingController : ControllerBase
{
    [HttpGet("start")]
    public void Start() => HttpContext.Session.SetString("start", "1");

    [HttpGet("items")]
    public IAsyncEnumerable<int> Items(int pause) => StreamingFrameworksTests.ItemsAsync(HttpContext, pause);

    [HttpGet("writes")]
    public Task Writes(int pause) => StreamingFrameworksTests.WriteAsync(HttpContext, pause);
}
