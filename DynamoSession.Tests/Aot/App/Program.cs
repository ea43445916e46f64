using DynamoSession.Core.Fields;
using DynamoSession.Tests.Aot.App;

// Prints what is stored without reflection and, when compiled ahead of time, without dynamic code.
var options = SessionFieldCodec.CreateDefaultOptions();
options.TypeInfoResolverChain.Insert(0, OrderJson.Default);
var codec = new SessionFieldCodec(options);

Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
switch (args)
{
    case ["encode"]:
        Print(new TypeTable(codec).Encode());
        break;
    case ["decode"]:
        Print(new TypeTable(codec).Decode());
        break;
    default:
        Print([Complaint()]);
        break;
}

// A type that no context knows.
string Complaint()
{
    try
    {
        codec.Encode("basket", new Stack<Order>());
        return "stored";
    }
    catch (NotSupportedException exception)
    {
        return exception.Message;
    }
}

static void Print(IEnumerable<string> lines) => Console.Out.Write(string.Concat(lines.Select(line => line + "\n")));
