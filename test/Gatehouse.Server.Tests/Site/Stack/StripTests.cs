using System.Diagnostics;
using System.Text.Json;
using Gatehouse.Cli.Stack;
using Gatehouse.Server.Site.Stack;

namespace Gatehouse.Server.Tests.Site.Stack;

/// <summary>What the page's script makes of a configuration before it is sent, in Node.</summary>
public sealed class StripTests
{
    private const string Codex =
        """"
        # SECRET-COMMENT
        model = "o" # "SECRET"
        notify = ["x", 'SECRET-NOTIFY']
        [mcp_servers.fs]
        command = 'C:\tools\npx.cmd'
        args = [ "-y", # why
          "@scope/server@1.2.0", "/home/ada", "--token", "SECRET-ONE", ]
        env = { "KEY" = "SECRET\u002dTWO", N.a = 1 }
        startup_timeout_ms = 20_000
        [mcp_servers."two words"]
        url = "https://ada:SECRET-THREE@mcp.example.com/s/SECRET44444444444444444/mcp?key=SECRET-FIVE"
        bearer_token_env_var = "SECRET-SIX"
        http_headers.Authorization = """
        Bearer SECRET-SEVEN \
          and more"""
        [[mcp_servers.odd]]
        command = "x"
        [projects."/home/ada/SECRET-EIGHT"]
        when = 1979-05-27T07:32:00Z
        """";

    [Fact]
    public async Task Toml_OfAClient_IsSentAsTheSameServersWithoutAnySecret()
    {
        var answer = (await RunAsync(Codex))[0];

        var sent = answer.GetProperty("sent").GetRawText();
        Assert.DoesNotContain("SECRET", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("ada", sent, StringComparison.Ordinal);
        PastedServer[] servers = [new("fs", "npm:@scope/server", null), new("two words", null, "https://mcp.example.com/s/***/mcp")];
        Assert.Equal(servers, PastedStack.Read(sent).Servers);

        // Without script the server reads the same text itself.
        Assert.Equal(servers, PastedStack.Read(Codex).Servers);
    }

    [Theory]
    [InlineData("""{"command":"npx","args":["-y","@modelcontextprotocol/server-postgres","postgresql://ada:SECRET@db/x"]}""", "npm:@modelcontextprotocol/server-postgres")]
    [InlineData("""{"command":"npx -y @acme/pay --key SECRET"}""", "npm:@acme/pay")]
    [InlineData("""{"command":"/usr/bin/uvx","args":["--from","git+https://SECRET@github.com/a/b","b"]}""", null)]
    [InlineData("""{"command":"uv","args":["tool","run","mcp-server-git","--pass","SECRET"]}""", "pypi:mcp-server-git")]
    [InlineData("""{"command":"pnpm","args":["dlx","mcp-keycloak@2","--x","SECRET"]}""", "npm:mcp-keycloak")]
    [InlineData("""{"command":"docker","args":["run","-e","SECRET","mcp/github"]}""", null)]
    [InlineData("""{"command":"npx","args":["--token","SECRET","acme"]}""", "npm:acme")]
    [InlineData("""{"command":["npx","-y","acme","SECRET"]}""", "npm:acme")]
    [InlineData("""{"command":{"path":"npx","args":["acme","SECRET"],"env":{"A":"SECRET"}}}""", "npm:acme")]
    [InlineData("""{"command":"/opt/gatehouse","args":["run","--name","SECRET","--","npx","-y","acme","SECRET"]}""", "npm:acme")]
    [InlineData("""{"command":"sh","args":["-c","KEY=SECRET npx acme"]}""", null)]
    public async Task Json_OfAnEntry_KeepsThePackageAndNoOtherArgument(string entry, string? package)
    {
        var text = "{\"mcpServers\":{\"a\":" + entry + "}}";
        var sent = (await RunAsync(text))[0].GetProperty("sent").GetRawText();

        Assert.DoesNotContain("SECRET", sent, StringComparison.Ordinal);
        Assert.Equal(package, Assert.Single(PastedStack.Read(sent).Servers).Package);
        Assert.Equal(package, Assert.Single(PastedStack.Read(text).Servers).Package);
    }

    [Fact]
    public async Task Words_InTheBrowserAndOnTheServer_AreKeysAlike()
    {
        string[] names =
        [
            "skyvern-mcp", "sketch-mcp-server", "skills-server", "pkg-inspector", "rk4-solver", "ghost-mcp-server", "ghostty-mcp2", "sk-learn-mcp-server-tools",
            "npm-search-mcp2", "key-value-mcp-v2", "glpatterns-mcp1", "xoxo-mcp-server-1", "modelcontextprotocol-mcp2", "mcp-server-20260831", "eyjafjallajokull2",
        ];
        string[] keys =
        [
            "sk-proj-4f9d8s7a", "sk_live_4f9d8s7a6f5", "pk-lf-abcdefG", "ghp_abcdefgh1jklmnop", "github_pat_11ABCDEFG", "glpat-abc123def456", "xoxb-1234567890-abc",
            "AKIAIOSFODNN7EXAMPLE", "eyJhbGciOiJIUzI1NiJ9.e30", "npm_Abcdefgh1", "secret_aB3dE5fG", "lin_api_4f9d8s7a", "0123456789abcdef0123", "4f9d8s7a-6f5d-4c3b-2a1f-0e9d8c7b6a5f",
        ];
        string[] words = [.. names, .. keys];
        var texts = words.Select(word => JsonSerializer.Serialize(new
        {
            mcpServers = new { a = new { url = $"https://mcp.example.com/{word}/mcp" }, b = new { command = "npx", args = new[] { "-y", word } } },
        })).ToArray();

        var answers = await RunAsync(texts);

        for (var i = 0; i < words.Length; i++)
        {
            var isKey = i >= names.Length;
            PastedServer[] servers =
            [
                new("a", null, $"https://mcp.example.com/{(isKey ? "***" : words[i])}/mcp"), new("b", isKey ? null : $"npm:{words[i]}", null),
            ];
            Assert.Equal(servers, PastedStack.Read(texts[i]).Servers);
            Assert.Equal(servers, PastedStack.Read(answers[i].GetProperty("sent").GetRawText()).Servers);
        }
    }

    [Theory]
    [InlineData("""{"url":"","serverUrl":"https://mcp.example.com/mcp"}""")]
    [InlineData("""{"url":null,"serverUrl":"","httpUrl":"https://mcp.example.com/mcp"}""")]
    public async Task Address_FirstThatSaysAnything_IsTheServers(string entry)
    {
        var text = "{\"mcpServers\":{\"a\":" + entry + "}}";
        PastedServer[] servers = [new("a", null, "https://mcp.example.com/mcp")];

        Assert.Equal(servers, PastedStack.Read(text).Servers);
        Assert.Equal(servers, PastedStack.Read((await RunAsync(text))[0].GetProperty("sent").GetRawText()).Servers);
    }

    [Fact]
    public async Task Text_ThatCannotBeRead_SendsNothingAndRepeatsNothing()
    {
        string[] texts = ["{ \"mcpServers\": SECRET", "/* SECRET", "[mcp_servers.SECRET", "SECRET = 'x", "a = 1\na = SECRET", "{\"a\":\"SECRET\u0001\"}", "SECRET"];
        var answers = await RunAsync(texts);

        Assert.All(answers, answer =>
        {
            Assert.False(answer.TryGetProperty("sent", out _));
            Assert.DoesNotContain("SECRET", answer.GetProperty("problem").GetString(), StringComparison.Ordinal);
        });
        Assert.Contains("line 2, column", answers[4].GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    // Every text that is one change away from a configuration: taken and refused alike, and read alike.
    [Fact]
    public async Task Toml_InTheBrowser_IsReadAsTheServerReadsIt()
    {
        var text = Codex.ReplaceLineEndings("\n");
        string[] signs = ["\"", "'", "[", "]", "{", "}", "=", ".", ",", "#", "\n", "\\", " ", "a"];
        var texts = Enumerable.Range(0, text.Length).SelectMany(at => new[] { text.Remove(at, 1), text.Insert(at, signs[at % signs.Length]), text[..at] })
            .Append(text).Append("").Append("a.b = 1\n[a]\nc = [[], [{}]]\n[[d]]\n[[d]]\ne = '''x''''\n").ToArray();

        var answers = await RunAsync(texts);

        var wrong = new List<string>();
        for (var i = 0; i < texts.Length; i++)
        {
            var own = TomlSyntax.Read(System.Text.Encoding.UTF8.GetBytes(texts[i])).Root;
            var has = answers[i].TryGetProperty("toml", out var other);
            if (own is null ? has : !has || !JsonElement.DeepEquals(JsonSerializer.SerializeToElement(Tree(own)), other))
            {
                wrong.Add(texts[i]);
            }
        }

        Assert.Empty(wrong.Take(3));
        Assert.InRange(answers.Count(answer => answer.TryGetProperty("toml", out _)), 100, texts.Length - 100);
    }

    private static object? Tree(ConfigNode node) => node.Kind switch
    {
        ConfigKind.Object => node.Members.ToDictionary(member => member.Name, member => Tree(member.Value), StringComparer.Ordinal),
        ConfigKind.Array => node.Items.Select(Tree).ToArray(),
        ConfigKind.Text => node.Text,
        _ => null,
    };

    private static async Task<JsonElement[]> RunAsync(params string[] texts)
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "texts.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(texts), TestContext.Current.CancellationToken);
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Gatehouse.slnx")))
        {
            root = root.Parent;
        }

        using var node = Process.Start(new ProcessStartInfo(
            "node",
            [
                Path.Combine(root.FullName, "test/Gatehouse.Server.Tests/Site/Stack/strip.mjs"),
                Path.Combine(root.FullName, "src/Gatehouse.Server/Dashboard/Assets/js"), file,
            ])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, node.ExitCode);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }
}
