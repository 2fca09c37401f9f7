using Gatehouse.Server.Settings;

namespace Gatehouse.Server;

/// <summary>What <c>--help</c> prints.</summary>
internal static class ServerHelp
{
    public static void Print(TextWriter output)
    {
        output.WriteLine("gatehouse-server: a gateway for MCP servers, with people, grants, policies and an API.");
        output.WriteLine();
        output.WriteLine("Each setting is a flag, a variable, or a member of server.json (--config FILE); the first that is set counts.");
        foreach (var setting in SettingTable.All)
        {
            output.WriteLine();
            output.WriteLine(setting.IsSecret ? $"  {setting.Variable} only" : $"  {setting.Flag} {setting.Form}   {setting.Variable}");
            output.WriteLine($"      {setting.Says} Default: {setting.Default}.");
        }
    }
}
