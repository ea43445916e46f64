using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace DynamoSession.Tests.Core.Values;

/// <summary>Enums of every shape that a serializer treats differently.</summary>
internal static class Enums
{
    public enum Gaps
    {
        A = 1,
        B = 5,
        C = -2,
    }

    [SuppressMessage("Design", "CA1069", Justification = "Two names for one value are what is tested.")]
    public enum Aliases
    {
        First = 0,
        Alias = 0,
        Second = 1,
    }

    public enum Cases
    {
        Read = 1,
        read = 2,
        READ = 3,
    }

    public enum Renamed
    {
        [JsonStringEnumMemberName("read-only")]
        Read = 1,

        [JsonStringEnumMemberName("Read")]
        Write = 2,
    }

    [Flags]
    public enum Access : short
    {
        None = 0,

        [JsonStringEnumMemberName("read-only")]
        Read = 1,
        Write = 2,
        Both = Read | Write,
        Share = 8,
        A = 16,
        Most = Both | A,
    }

    [Flags]
    public enum AccessWithoutNone : byte
    {
        Write = 2,
        Read = 1,
        A = 128,
    }

    [Flags]
    public enum Signed : sbyte
    {
        All = -1,
        A = 1,
        Top = sbyte.MinValue,
    }

    [Flags]
    public enum Wide : ulong
    {
        None = 0,
        A = 1,
        Top = 1UL << 63,
        Read = 1UL << 40,
    }
}
