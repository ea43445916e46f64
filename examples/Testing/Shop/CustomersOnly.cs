namespace Shop;

#region filter
public sealed class CustomersOnly : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.GetDynamoSession().UserId is null ? TypedResults.Unauthorized() : await next(context);
}
#endregion
