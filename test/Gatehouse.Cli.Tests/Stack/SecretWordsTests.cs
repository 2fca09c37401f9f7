using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Tests.Stack;

public sealed class SecretWordsTests
{
    private const string Secret = "hunter2secret";

    [Theory]
    [InlineData("--api-key", Secret)]
    [InlineData("--token", Secret)]
    [InlineData("--password", Secret)]
    [InlineData("-H", "Authorization: " + Secret)]
    [InlineData("--header", "X-Thing: " + Secret)]
    [InlineData("--api-key=" + Secret)]
    [InlineData("DB_PASSWORD=" + Secret)]
    [InlineData("postgres://me:" + Secret + "@db/x")]
    [InlineData("https://mcp.example.com/mcp?key=" + Secret)]
    [InlineData("https://me:" + Secret + "@mcp.example.com/")]
    [InlineData("Bearer " + Secret)]
    [InlineData("sk-" + Secret + "0123456789")]
    [InlineData("a8f" + Secret + "9c2d7e4b1a0f3e5d6c7b")]
    public void Show_Command_CoversSecrets(params string[] words)
    {
        string[] command = ["npx", "-y", "server", .. words];

        Assert.DoesNotContain(Secret, SecretWords.Show(command), StringComparison.Ordinal);
        Assert.Contains("***", SecretWords.Show(command), StringComparison.Ordinal);
        Assert.Contains(SecretWords.In(command), found => found.Contains(Secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("skyvern-mcp-server-browser")]
    [InlineData("ghost-mcp-server-for-blogs")]
    [InlineData("/srv/0123456789abcdef0123456789/data")]
    public void Show_OrdinaryWord_IsShownWhole(string word) => Assert.Equal($"npx -y {word}", SecretWords.Show((string[])["npx", "-y", word]));

    [Fact]
    public void Show_PlainCommand_IsShownWhole()
    {
        string[] command = ["npx", "-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/srv/my data", "--port", "8080", "--dsn-file=x"];

        Assert.Equal("npx -y @modelcontextprotocol/server-filesystem@2026.8.31 '/srv/my data' --port 8080 --dsn-file=x", SecretWords.Show(command));
    }
}
