using Microsoft.Extensions.Configuration;

namespace DynamoSession.AspNetCore.Registration;

/// <summary>A configuration section that the application has passed to <c>AddDynamoSession</c>.</summary>
internal sealed record OptionsSection(IConfigurationSection Section);
