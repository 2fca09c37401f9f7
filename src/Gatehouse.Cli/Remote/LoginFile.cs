using System.Text.Json;
using Gatehouse.Cli.Commands;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary><c>login.json</c> in the user's configuration folder: for the owner's eyes only.</summary>
internal sealed class LoginFile(Surroundings around)
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly Fault _nowhere = new(
        RemoteFaults.LoginUnusable, "there is no configuration folder for this user",
        "set HOME or XDG_CONFIG_HOME, or use GATEHOUSE_SERVER and GATEHOUSE_API_KEY");

    private readonly string? _path = around.ConfigFolder is { } folder ? Path.Combine(folder, "login.json") : null;

    /// <summary>Whether there is anything that says of a server, sound or not.</summary>
    public bool Exists => Variable("GATEHOUSE_SERVER") is not null || Variable("GATEHOUSE_API_KEY") is not null || File.Exists(_path);

    /// <summary>The login of now: the two variables, else the file.</summary>
    /// <remarks>Faults: <c>login-missing</c>, <c>login-unusable</c>.</remarks>
    public (Login? Login, Fault? Fault) Read()
    {
        var (address, key) = (Variable("GATEHOUSE_SERVER"), Variable("GATEHOUSE_API_KEY"));
        if (address is not null && key is not null)
        {
            return (new Login(address, key), null);
        }

        // SECURITY: one of them together with the file's other half would send a key to a server that it is not for.
        if (address is not null || key is not null)
        {
            return (null, new Fault(
                RemoteFaults.LoginMissing, $"{(key is null ? "GATEHOUSE_SERVER" : "GATEHOUSE_API_KEY")} is set and the other is not",
                "set GATEHOUSE_SERVER and GATEHOUSE_API_KEY both, or neither"));
        }

        return File.Exists(_path) ? ReadFile(_path) : (null, new Fault(
            RemoteFaults.LoginMissing, "you are not logged in to a server",
            "`gatehouse login https://gatehouse.example.com`, or set GATEHOUSE_SERVER and GATEHOUSE_API_KEY"));
    }

    /// <summary>Keeps a login in place of the one before; the path that it is kept under.</summary>
    /// <remarks>Fault: <c>login-unusable</c>.</remarks>
    public (string? Path, Fault? Fault) Write(Login login)
    {
        if (_path is null)
        {
            return (null, _nowhere);
        }

        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(_path)!);

            // Written beside and renamed: a half file is never read, and no other mode than its own is ever seen.
            var draft = _path + ".new";
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(draft, options))
            {
                JsonSerializer.Serialize(file, login, LoginJson.Default.Login);
            }

            File.Move(draft, _path, overwrite: true);
            return (_path, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (null, new Fault(RemoteFaults.LoginUnusable, $"the file `{_path}` cannot be written", "check owner and mode of its folder"));
        }
    }

    /// <summary>Forgets the login; false where there was none.</summary>
    /// <remarks>Fault: <c>login-unusable</c>.</remarks>
    public (bool WasThere, Fault? Fault) Delete()
    {
        if (!File.Exists(_path))
        {
            return (false, null);
        }

        try
        {
            File.Delete(_path);
            return (true, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (true, new Fault(RemoteFaults.LoginUnusable, $"the file `{_path}` cannot be deleted", "check owner and mode of its folder"));
        }
    }

    private string? Variable(string name) => around.Variable(name) is { Length: > 0 } value ? value : null;

    private static (Login? Login, Fault? Fault) ReadFile(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None)
            {
                return (null, new Fault(
                    RemoteFaults.LoginUnusable, $"the file `{path}` is open to other users of this machine",
                    "revoke the API key in it, then log in again"));
            }

            return (JsonSerializer.Deserialize(File.ReadAllBytes(path), LoginJson.Default.Login), null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            return (null, new Fault(RemoteFaults.LoginUnusable, $"the file `{path}` cannot be read", "log in again"));
        }
    }
}
