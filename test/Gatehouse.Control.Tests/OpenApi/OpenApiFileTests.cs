using System.Text.Json;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>docs/reference/openapi.json is what is mapped, and stands by itself.</summary>
public sealed class OpenApiFileTests
{
    private const string File = "docs/reference/openapi.json";
    private static readonly string[] _methods = ["get", "put", "post", "patch", "delete"];

    [Fact]
    public async Task File_IsWhatTheMappedAddressesSay()
    {
        await using var rig = await ControlRig.StartAsync();
        var made = ApiDocument.Of(rig.Host.Endpoints);
        if (Environment.GetEnvironmentVariable("GATEHOUSE_OPENAPI") == "1")
        {
            await System.IO.File.WriteAllTextAsync(RepositoryFiles.At(File), made, TestContext.Current.CancellationToken);
        }

        Assert.True(
            made == RepositoryFiles.Text(File),
            "docs/reference/openapi.json is stale: GATEHOUSE_OPENAPI=1 dotnet run --project test/Gatehouse.Control.Tests -- --filter-class \"*OpenApiFileTests\"");
    }

    [Fact]
    public async Task File_HasEveryAddressOfTheHostAndNoOther()
    {
        await using var rig = await ControlRig.StartAsync();

        Assert.Equal(
            ApiDocument.RoutesOf(rig.Host.Endpoints).Select(endpoint => $"{ApiDocument.MethodOf(endpoint)} {endpoint.RoutePattern.RawText}")
                .Order(StringComparer.Ordinal),
            Operations().Select(operation => $"{operation.Method.ToUpperInvariant()} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void File_StandsByItself()
    {
        var document = Read();
        var check = new ShapeCheck(document);
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString());
        Assert.All(References(document), reference => Assert.Equal(JsonValueKind.Object, check.Resolve(reference).ValueKind));
        Assert.Distinct(Operations().Select(operation => operation.Value.GetProperty("operationId").GetString()));
        foreach (var (path, method, operation) in Operations())
        {
            Assert.Contains(method, _methods);
            Assert.NotEqual("", operation.GetProperty("summary").GetString());
            var responses = operation.GetProperty("responses").EnumerateObject().ToArray();
            Assert.Contains(responses, response => response.Name[0] is '2' or '3');
            Assert.All(responses, response => Assert.NotEqual("", check.Resolve(response.Value).GetProperty("description").GetString()));
            var asked = operation.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray().Select(check.Resolve).ToArray() : [];
            Assert.Equal(
                path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')),
                asked.Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()));
            Assert.Distinct(asked.Select(parameter => $"{parameter.GetProperty("in")} {parameter.GetProperty("name")}"));
        }
    }

    [Fact]
    public void File_TellsWhatIsWantedOfAChange()
    {
        var change = Read().GetProperty("paths").GetProperty("/api/v1/servers/{id}").GetProperty("patch");
        Assert.Contains(change.GetProperty("parameters").EnumerateArray(), one => one.ToString().Contains("IfMatch", StringComparison.Ordinal));
        Assert.True(change.GetProperty("responses").TryGetProperty("412", out _));
        Assert.Equal("change_servers", change.GetProperty("x-right").GetString());
        Assert.Equal("#/components/headers/ETag", change.GetProperty("responses").GetProperty("200").GetProperty("headers").GetProperty("ETag").GetProperty("$ref").GetString());
        var made = Read().GetProperty("paths").GetProperty("/api/v1/grants").GetProperty("post");
        Assert.Contains(made.GetProperty("parameters").EnumerateArray(), one => one.ToString().Contains("IdempotencyKey", StringComparison.Ordinal));
        Assert.Equal("#/components/schemas/NewGrant", made.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString());
    }

    [Fact]
    public async Task Address_IsServedToAnybody()
    {
        await using var rig = await ControlRig.StartAsync();
        var reply = await rig.SendAsync("GET", ApiRoutes.Root + "/openapi.json");
        Assert.Equal(200, reply.Status);
        Assert.Equal(RepositoryFiles.Text(File), reply.Text);
    }

    [Fact]
    public async Task Contract_OfAnAnswerThatTheDocumentDoesNotTellOf_IsBroken()
    {
        await using var rig = await ControlRig.StartAsync();
        var contract = ApiContract.Of(rig.Host.Endpoints);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Content-Type"] = "application/json" };
        Assert.NotNull(contract.Flaw("GET", "/api/v1/servers", new Reply(200, """{"items":[{"id":"a"}]}""", headers)));
        Assert.NotNull(contract.Flaw("GET", "/api/v1/servers", new Reply(200, """{"items":[],"more":1}""", headers)));
        Assert.NotNull(contract.Flaw("GET", "/api/v1/servers", new Reply(409, "{}", headers)));
        Assert.NotNull(contract.Flaw("GET", "/api/v1/servers?what=1", new Reply(200, """{"items":[]}""", headers)));
        Assert.Null(contract.Flaw("GET", "/api/v1/servers?limit=1", new Reply(200, """{"items":[]}""", headers)));
    }

    private static JsonElement Read() => JsonDocument.Parse(RepositoryFiles.Text(File)).RootElement;

    private static IEnumerable<(string Path, string Method, JsonElement Value)> Operations() => Read().GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => (path.Name, operation.Name, operation.Value)));

    private static IEnumerable<JsonElement> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("$ref", out var to) && to.ValueKind == JsonValueKind.String => [element],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
